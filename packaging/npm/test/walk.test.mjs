// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import walk from '../lib/walk.js';

const { stringsOf, withStringsReplaced } = walk;
const shouted = (value) => withStringsReplaced(value, (text) => text.toUpperCase());

test('strings are found and replaced at any depth of objects and arrays', () => {
    const value = { a: 'x', list: [1, 'y', { b: ['z'] }], none: null, missing: undefined };
    assert.deepEqual([...stringsOf(value)].sort(), ['x', 'y', 'z']);
    const before = structuredClone(value);
    assert.deepEqual(shouted(value), {
        a: 'X',
        list: [1, 'Y', { b: ['Z'] }],
        none: null,
        missing: undefined,
    });
    assert.deepEqual(value, before, "the caller's object is as it was");
});

test('a string alone, and what is no object, are values too', () => {
    assert.equal(shouted('x'), 'X');
    assert.equal(shouted(7), 7);
    assert.equal(shouted(undefined), undefined);
    assert.deepEqual([...stringsOf(null)], []);
});

test('names of members are left alone', () => {
    assert.deepEqual(Object.keys(shouted({ key: 'x' })), ['key']);
});

test('what has rules of its own is the same in both', () => {
    class Clip {
        src = 'x';
    }
    class List extends Array {}
    const own = {
        date: new Date(0),
        url: new URL('http://x/'),
        map: new Map([['k', 'x']]),
        bytes: new Uint8Array(2),
        clip: new Clip(),
        list: List.of('x'),
        inherited: Object.create({ src: 'x' }),
        call: () => 'x',
        wrapped: new String('x'),
    };
    const copy = shouted(own);
    for (const [name, value] of Object.entries(own)) assert.equal(copy[name], value, name);
    assert.deepEqual([...stringsOf(own)], []);
});

test('cycles and shared parts are so in the copy', () => {
    const clip = { src: 'x' };
    const props = { first: clip, second: clip, list: [] };
    props.self = props;
    props.list.push(props.list);
    const copy = shouted(props);
    assert.equal(copy.self, copy);
    assert.equal(copy.list[0], copy.list);
    assert.equal(copy.first, copy.second);
    assert.equal(copy.first.src, 'X');
    assert.deepEqual([...stringsOf(props)], ['x']);
});

test('a member named __proto__ stays a member', () => {
    const copy = shouted(JSON.parse('{"__proto__": {"src": "x"}}'));
    assert.equal(Object.getPrototypeOf(copy), Object.prototype);
    assert.equal(JSON.stringify(copy), '{"__proto__":{"src":"X"}}');
});

test('getters are not called, holes stay holes, symbols come along', () => {
    const symbol = Symbol('s');
    const value = {
        get src() {
            throw new Error('called');
        },
        holes: [, 'x'],
        [symbol]: 'x',
    };
    const copy = shouted(value);
    assert.equal(typeof Object.getOwnPropertyDescriptor(copy, 'src').get, 'function');
    assert.equal(0 in copy.holes, false);
    assert.equal(copy.holes[1], 'X');
    assert.equal(copy[symbol], 'X');
});

test('the copy of something frozen can be written to', () => {
    const copy = shouted(Object.freeze({ src: 'x' }));
    copy.src = 'other';
    assert.equal(copy.src, 'other');
});

test('objects of another realm and without prototype are plain ones too', () => {
    const value = vm.runInNewContext('({ list: [{ src: "x" }] })');
    assert.equal(shouted(value).list[0].src, 'X');
    const bare = Object.assign(Object.create(null), { src: 'x' });
    assert.equal(Object.getPrototypeOf(shouted(bare)), null);
});

test('depth is no matter', () => {
    let value = 'x';
    for (let depth = 0; depth < 200_000; ++depth) value = [value];
    assert.deepEqual([...stringsOf(value)], ['x']);
    let copy = shouted(value);
    while (Array.isArray(copy)) [copy] = copy;
    assert.equal(copy, 'X');
});
