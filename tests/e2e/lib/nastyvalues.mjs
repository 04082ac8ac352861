// SPDX-License-Identifier: GPL-3.0-or-later
// What a server may meet in a text, a path, a header field or a body.

/** What has opened doors elsewhere, as values of any text. */
export const nastyTexts = [
    "' OR 1=1 --",
    "'; DROP TABLE entries; --",
    '" OR ""="',
    '%',
    '%%%_',
    '_',
    '*',
    '[a-',
    '\\',
    '../../etc/passwd',
    '..\\..\\etc\\passwd',
    '%2e%2e%2f',
    '..%00',
    'a\0b',
    '\ud800',
    'a\udfff.mp4',
    '\u202e\ufeff\uffff',
    '{{7*7}}',
    '$(reboot)',
    '%s%n%x',
    '\r\nX-Injected: 1',
    'http://',
    'http://[::1',
    'file:///etc/passwd',
    'x'.repeat(70_000),
];

/** Path segments, already encoded. */
export const nastySegments = [
    '%',
    '%zz',
    '%2e%2e%2f',
    '..%2f..%2fetc%2fpasswd',
    '..%00',
    '%00',
    '%ff%fe',
    '%27%20OR%201=1%20--',
    '%0d%0aX-Injected:%201',
    '..',
    '../../../etc/passwd',
    '.',
    '',
    '0'.repeat(31),
    '0'.repeat(33),
    'F'.repeat(32),
    'a'.repeat(6000),
    '*',
    '%3Cscript%3E',
];

/** Raw texts of JSON values that are of the wrong type nearly everywhere, or too large. */
export const strangeValues = [
    ...['null', 'true', '{}', '[]', '""', '[[]]', '[null]', '{"a":1}', '["a",1]', '"text"'],
    ...['-1', '0', '1.5', '1e400', '-1e400', '1e308', '9223372036854775807'],
    ...['9223372036854775808', '18446744073709551616', '123456789'.repeat(50)],
    ...['"\\u0000"', '"\\ud800"', '"\\udfff\\ud800"'],
];

export const nested = (depth) => '['.repeat(depth) + ']'.repeat(depth);

/** Texts that are no JSON object, or no JSON. */
export const brokenBodies = [
    ...['', ' ', 'null', '[]', '"text"', '1', '{', '}', '{"a"', '{"a":', '{"a":1', '{"a":1,}'],
    ...["{'a':1}", '{"a":1}{"a":1}', '{"a":tru}', '\ufeff{}', '{"a":"\0"}', '<a/>', '\0\0\0'],
    nested(100_000),
    '['.repeat(100_000),
    '{"a":'.repeat(100_000),
];

/** Fields that change how a request is read, or try to. */
export const strangeHeaders = [
    { 'Content-Type': 'text/plain' },
    { 'Content-Type': 'multipart/form-data; boundary=x' },
    { 'Content-Type': 'application/json; charset=utf-16' },
    { 'Content-Type': '' },
    { 'Content-Encoding': 'gzip' },
    { 'Transfer-Encoding': 'chunked' },
    { 'Transfer-Encoding': 'gzip, chunked' },
    { Expect: '200-ok' },
    { 'X-HTTP-Method-Override': 'DELETE' },
    { 'X-Forwarded-Host': 'evil.example' },
    { Range: 'bytes=0-0', 'If-None-Match': '*' },
    { Cookie: 'a'.repeat(20_000) },
];
