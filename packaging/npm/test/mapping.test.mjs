// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localUrl, mapUrls } from 'r2cache-remotion/browser';

const remote = 'https://example.r2.dev/a.mp4';
const local = 'http://localhost:3001/video/0123456789abcdef0123456789abcdef.mp4';
const urlMappings = { [remote]: local };

test('a URL of the table is the local one, any other is itself', () => {
    assert.equal(localUrl(remote, urlMappings), local);
    assert.equal(
        localUrl('https://example.r2.dev/b.mp4', urlMappings),
        'https://example.r2.dev/b.mp4'
    );
});

test('a media fragment stays', () => {
    assert.equal(localUrl(`${remote}#t=3,8`, urlMappings), `${local}#t=3,8`);
    const withFragment = { [`${remote}#t=3`]: `${local}#t=3` };
    assert.equal(localUrl(`${remote}#t=3`, withFragment), `${local}#t=3`);
});

test('a query makes it another URL', () => {
    assert.equal(localUrl(`${remote}?v=2`, urlMappings), `${remote}?v=2`);
});

test('without a table every URL is itself, as in the Studio', () => {
    assert.equal(localUrl(remote, undefined), remote);
    assert.equal(localUrl(remote, null), remote);
    assert.equal(localUrl(undefined, urlMappings), undefined);
});

test('what every object has is in no table', () => {
    assert.equal(localUrl('constructor', {}), 'constructor');
    assert.equal(localUrl('__proto__', urlMappings), '__proto__');
});

test('props are mapped by their own table, whole strings only', () => {
    const props = { urlMappings, note: `see ${remote}`, scenes: [{ src: remote }] };
    const mapped = mapUrls(props);
    assert.deepEqual(mapped.scenes, [{ src: local }]);
    assert.equal(mapped.note, `see ${remote}`);
    assert.deepEqual(mapped.urlMappings, urlMappings);
    assert.equal(props.scenes[0].src, remote);
});

test('a table of its own may be given; nothing to do gives the same object', () => {
    assert.deepEqual(mapUrls({ src: remote }, urlMappings), { src: local });
    const props = { src: remote };
    assert.equal(mapUrls(props), props);
    assert.equal(mapUrls(props, {}), props);
    assert.equal(mapUrls(null), null);
});
