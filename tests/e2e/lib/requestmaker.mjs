// SPDX-License-Identifier: GPL-3.0-or-later
// Requests for fast-check to draw: by the schemas of the API's description, and broken in one place.
import fc from 'fast-check';
import {
    brokenBodies,
    nastySegments,
    nastyTexts,
    nested,
    strangeHeaders,
    strangeValues,
} from './nastyvalues.mjs';

const safe = Number.MAX_SAFE_INTEGER;

/** Values just beyond what @p schema allows. */
function beyond({ minimum, maximum, minLength, maxLength, minItems, enum: values }) {
    const found = [];
    if (maximum < safe) found.push(maximum + 1);
    if (minimum !== undefined) found.push(minimum - 1);
    if (maxLength !== undefined) found.push('x'.repeat(maxLength + 1));
    if (minLength > 0) found.push('x'.repeat(minLength - 1));
    if (minItems > 0) found.push([]);
    for (const text of values ?? []) if (text) found.push(`${text}x`, text.toUpperCase());
    return found;
}

/** Makes arbitraries out of schemas. @p hints: names of members and schemas → arbitrary. */
export class RequestMaker {
    constructor(description, hints) {
        this.description = description;
        this.hints = hints;
    }

    /** Values that fit @p schema. */
    fitting(schema, name) {
        const reference = schema.$ref?.split('/').pop();
        if (reference && this.hints[reference]) return this.hints[reference];
        if (this.hints[name]) return this.hints[name];
        const { type, enum: values, oneOf } = this.description.resolved(schema);
        if (reference) return this.fitting(this.description.resolved(schema), name);
        if (values) return fc.constantFrom(...values);
        if (oneOf && !type) return fc.oneof(...oneOf.map((each) => this.fitting(each, name)));
        if (type === undefined) return fc.jsonValue();
        const kinds = [type].flat().map((each) => this.#ofType(each, schema));
        return fc.oneof(...kinds);
    }

    #ofType(type, schema) {
        switch (type) {
            case 'null':
                return fc.constant(null);
            case 'boolean':
                return fc.boolean();
            case 'integer':
                return fc.integer({
                    min: schema.minimum ?? -safe,
                    max: Math.min(schema.maximum ?? safe, safe),
                });
            case 'number':
                return fc.double({ noNaN: true, noDefaultInfinity: true });
            case 'array':
                return fc.array(this.fitting(schema.items ?? { type: 'string' }), {
                    minLength: schema.minItems ?? 0,
                    maxLength: 4,
                });
            case 'object':
                return this.#object(schema);
            default:
                return this.#text(schema);
        }
    }

    #text({ pattern, minLength = 0, maxLength = Infinity }) {
        const fits = (text) =>
            text.length >= minLength &&
            [...text].length <= maxLength &&
            (!pattern || new RegExp(pattern, 'u').test(text));
        const drawn = pattern
            ? fc.stringMatching(new RegExp(pattern))
            : fc.string({ unit: 'binary', maxLength: 30 });
        const nasty = nastyTexts.filter(fits);
        const any = nasty.length > 0 ? fc.oneof(drawn, fc.constantFrom(...nasty)) : drawn;
        return any.filter(fits);
    }

    #object({ properties = {}, required = [], additionalProperties, propertyNames }) {
        const members = Object.fromEntries(
            Object.entries(properties).map(([name, schema]) => [name, this.fitting(schema, name)])
        );
        const known = fc.record(members, { requiredKeys: required });
        if (!additionalProperties) return known;
        const names = this.hints.memberNames?.(propertyNames) ?? fc.string({ maxLength: 12 });
        const isFree = additionalProperties === true;
        const value = isFree ? fc.jsonValue({ maxDepth: 2 }) : this.fitting(additionalProperties);
        const more = fc
            .dictionary(names, value, { maxKeys: isFree ? 2 : 4, noNullPrototype: true })
            .map((found) => {
                for (const name of Object.keys(properties)) delete found[name];
                return found;
            });
        return fc.tuple(known, more).map(([first, second]) => ({ ...second, ...first }));
    }

    /** Texts of bodies: most of them objects with a fault in one place. */
    #brokenBody(operation) {
        const schema = operation.requestBody?.content['application/json'].schema;
        if (!schema) return fc.constantFrom(...brokenBodies);
        const fit = this.fitting(schema);
        const { properties = {} } = this.description.resolved(schema);
        const names = Object.keys(properties);
        const name = names.length > 0 ? fc.constantFrom(...names) : fc.constant('CACHE_ENABLED');
        const strange = fc.oneof(
            fc.constantFrom(...strangeValues),
            fc.constantFrom(...nastyTexts).map((text) => JSON.stringify(text)),
            fc.constantFrom(900, 1100, 20_000).map(nested)
        );
        const valueOf = (which) => {
            const outside = beyond(this.description.resolved(properties[which] ?? {}));
            if (outside.length === 0) return strange;
            return fc.oneof(strange, fc.constantFrom(...outside).map(JSON.stringify));
        };
        const pair = name.chain((which) => fc.tuple(fc.constant(which), valueOf(which)));
        const replaced = fc.tuple(fit, pair).map(([body, [which, value]]) => {
            const rest = { ...body };
            delete rest[which];
            const text = JSON.stringify(rest).slice(1);
            return `{${JSON.stringify(which)}:${value}${text === '}' ? '' : ','}${text}`;
        });
        const twice = fc.tuple(fit, name, strange).map(([body, which, value]) => {
            const text = JSON.stringify(body).slice(0, -1);
            return `${text}${text === '{' ? '' : ','}${JSON.stringify(which)}:${value}}`;
        });
        const without = fc.tuple(fit, name).map(([body, which]) => {
            const rest = { ...body };
            delete rest[which];
            return JSON.stringify(rest);
        });
        const deeper = fc.tuple(fit, strange).map(([body, value]) => {
            const paths = [];
            const find = (at, path) => {
                for (const [key, below] of Object.entries(at ?? {})) {
                    if (typeof below === 'object') find(below, [...path, key]);
                    if (path.length > 0) paths.push([...path, key]);
                }
            };
            find(body, []);
            if (paths.length === 0) return JSON.stringify(body);
            const marked = structuredClone(body);
            const path = paths[value.length % paths.length];
            const last = path.pop();
            path.reduce((at, key) => at[key], marked)[last] = '@HERE@';
            return JSON.stringify(marked).replace('"@HERE@"', () => value);
        });
        const cut = fc
            .tuple(fit, fc.double({ min: 0, max: 1, noNaN: true }))
            .map(([body, part]) => {
                const text = JSON.stringify(body);
                return text.slice(0, Math.floor(text.length * part));
            });
        const badUtf8 = fit.map((body) => {
            const bytes = Buffer.from(JSON.stringify(body));
            const at = bytes.lastIndexOf('"');
            return Buffer.concat([
                bytes.subarray(0, Math.max(at, 1)),
                Buffer.from([0xc3, 0x28, 0xed, 0xa0, 0x80, 0xff]),
                bytes.subarray(Math.max(at, 1)),
            ]);
        });
        const none = fc.constantFrom(...brokenBodies);
        return fc.oneof(
            { arbitrary: replaced, weight: 4 },
            { arbitrary: deeper, weight: 2 },
            twice,
            without,
            cut,
            badUtf8,
            none
        );
    }

    /** Encoded values of a parameter that fit, or strange ones. */
    #parameter({ schema, name }) {
        const fits = this.fitting(schema, name).map((value) =>
            // Without lone surrogates, and short enough for a request line.
            encodeURIComponent(Buffer.from(String(value).slice(0, 1500)).toString())
        );
        const strange = fc.constantFrom(
            ...beyond(schema).map(String),
            ...['abc', '-1', '0', '99999999999999999999', '1e3', '0x10', '1.5', '%', '%00', '%ff'],
            ...['true', 'TRUE', '%27%20OR%201=1%20--', '+5', '5+', 'a'.repeat(6000)]
        );
        return [fits, strange];
    }

    #path(operation, broken) {
        const parameters = (operation.parameters ?? []).filter((each) => each.in === 'path');
        const values = parameters.map((each, i) => {
            const [fits] = this.#parameter(each);
            return broken && i === 0 ? fc.constantFrom(...nastySegments) : fits;
        });
        return fc
            .tuple(...values)
            .map((drawn) => operation.path.replace(/\{\w+\}/g, () => drawn.shift()));
    }

    #query(operation, broken) {
        const parameters = (operation.parameters ?? []).filter((each) => each.in === 'query');
        if (parameters.length === 0) {
            const none = fc.constant('');
            return broken ? fc.constantFrom('?', '?&&=', '?%00=%ff', '?a=1&a=2') : none;
        }
        const pairs = parameters.map((each) => {
            const [fits, strange] = this.#parameter(each);
            const value = broken ? fc.oneof(fits, strange) : fits;
            return fc.option(value.map((text) => `${each.name}=${text}`));
        });
        return fc.tuple(...pairs).map((drawn) => {
            const given = drawn.filter((pair) => pair !== null);
            return given.length > 0 ? `?${given.join('&')}` : '';
        });
    }

    /**
     * {what, target, body, headers}: `what` is fitting, path, query, body or header, where the
     * request is broken; body is text, bytes or undefined.
     */
    requests(operation) {
        const schema = operation.requestBody?.content['application/json'].schema;
        const fits = schema
            ? this.fitting(schema)
                  .filter((body) => this.description.bodyFaults(operation, body) === null)
                  .map(JSON.stringify)
            : fc.constant(undefined);
        const made = (what, { path, query, body, headers }) =>
            fc
                .record({
                    path: path ?? this.#path(operation, false),
                    query: query ?? this.#query(operation, false),
                    body: body ?? fits,
                    headers: headers ?? fc.constant({}),
                })
                .map(({ path: way, query: asked, ...rest }) => ({
                    what,
                    target: way + asked,
                    ...rest,
                }));
        const kinds = [
            { weight: 4, arbitrary: made('fitting', {}) },
            {
                weight: schema ? 6 : 1,
                arbitrary: made('body', { body: this.#brokenBody(operation) }),
            },
            { weight: 2, arbitrary: made('query', { query: this.#query(operation, true) }) },
            {
                weight: 1,
                arbitrary: made('header', { headers: fc.constantFrom(...strangeHeaders) }),
            },
        ];
        if (operation.path.includes('{'))
            kinds.push({
                weight: 3,
                arbitrary: made('path', { path: this.#path(operation, true) }),
            });
        return fc.oneof(...kinds);
    }
}
