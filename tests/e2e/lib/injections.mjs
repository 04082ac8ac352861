// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that make trouble where a text becomes SQL or a path, and where an API takes texts.

/** For SQLite, its FTS5 and LIKE. */
const sqlTexts = [
    "' OR 1=1 --",
    "' OR ''='",
    '" OR ""="',
    "'; DROP TABLE entries; --",
    "'; DELETE FROM objects WHERE 1; --",
    "x'); DELETE FROM entry_tags; --",
    "'; UPDATE entries SET pinned = 1; --",
    "' UNION SELECT name, sql FROM sqlite_master --",
    "'; ATTACH DATABASE 'attached.sqlite' AS a; CREATE TABLE a.x (y); --",
    "'; VACUUM INTO 'copy.sqlite'; --",
    "' || load_extension('x') || '",
    "'; PRAGMA writable_schema = 1; --",
    '1; COMMIT; DROP TABLE renders',
    'id) FROM entries; --',
    '1 DESC; DELETE FROM entries',
    '(SELECT id FROM entries LIMIT 1)',
    ':id',
    '?1',
    '%',
    '_',
    '%%%_',
    '\\',
    '"a" OR "b" NOT "c"',
    'url : a*',
    'NEAR(a b, 5)',
    '*',
    '[a-',
    'a\0\'; DROP TABLE entries; --',
];

/** @param outside  path of a file that is none of the service's business. */
const pathTexts = (outside) => [
    outside,
    `file://${outside}`,
    `${'../'.repeat(12)}${outside.slice(1)}`,
    `${'..%2f'.repeat(12)}${encodeURIComponent(outside.slice(1))}`,
    `${'....//'.repeat(12)}${outside.slice(1)}`,
    `..\\..\\${outside.replaceAll('/', '\\')}`,
    `${outside}\0.mp4`,
    '../index.sqlite',
    '..',
    '.',
    '/',
    '/etc/passwd',
    '../../../../../../etc/passwd',
    '/proc/self/environ',
    '~/.ssh/id_rsa',
    '$(touch injected)',
    '`touch injected`',
    '| touch injected',
    '; touch injected',
    '-o injected',
    '%s%n%x',
    '\r\nX-Injected: 1',
    '{{7*7}}',
    '\u202e\ufeff\uffff',
];

export const injections = (outside) => [...sqlTexts, ...pathTexts(outside)];

/**
 * Every place of @p schema where a text, or a name that is free, may stand.
 * @param resolved  follows a $ref.
 * @return functions (body, text) → body with the text there, each with its `where`.
 */
export function textPlaces(schema, resolved, where = []) {
    const here = resolved(schema);
    const kinds = [here.type ?? []].flat();
    const below = (step, child, put) =>
        textPlaces(child, resolved, [...where, step]).map((place) =>
            Object.assign((value, text) => put(value, (old) => place(old, text)), {
                where: place.where,
            })
        );
    const places = [];
    // No type: anything, as a config is.
    if (kinds.includes('string') || (kinds.length === 0 && !here.oneOf))
        places.push(Object.assign((value, text) => text, { where: where.join('.') }));
    for (const [name, child] of Object.entries(here.properties ?? {}))
        places.push(
            ...below(name, child, (value, made) => ({ ...value, [name]: made(value?.[name]) }))
        );
    if (here.items)
        places.push(...below('0', here.items, (value, made) => [made(value?.[0]), ...[value ?? []].flat().slice(1)]));
    for (const child of here.oneOf ?? []) places.push(...textPlaces(child, resolved, where));
    if (kinds.includes('object') && here.additionalProperties) {
        const put = (value, text) => ({ ...value, [text]: 'high' });
        places.push(Object.assign(put, { where: [...where, '(name)'].join('.') }));
    }
    return places;
}
