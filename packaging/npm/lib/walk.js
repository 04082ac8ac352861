// SPDX-License-Identifier: GPL-3.0-or-later
// Strings inside a value. Only plain objects and arrays are entered: whatever else there is (dates,
// maps, class instances, functions) has rules of its own. Runs in Node and in browsers.
'use strict';

/** By shape and not by identity: the value may come from another realm (a test runner's, say). */
function isWalked(value) {
    if (typeof value !== 'object' || value === null) return false;
    const prototype = Object.getPrototypeOf(value);
    // Array.prototype is itself an array, the prototype of a class that extends it is not.
    if (Array.isArray(value)) return Array.isArray(prototype);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const keysOf = (value) =>
    Reflect.ownKeys(value).filter((key) => !(Array.isArray(value) && key === 'length'));

/**
 * A copy of @p root with replace(text) in the place of every string in it. What is not a plain
 * object or array is the same in both; what was shared or a cycle is so in the copy. Getters are
 * copied as such, not called. No recursion: any depth will do.
 */
function withStringsReplaced(root, replace) {
    const copies = new Map();
    const pending = [];
    const copyOf = (value) => {
        if (typeof value === 'string') return replace(value);
        if (!isWalked(value)) return value;
        if (!copies.has(value)) {
            const copy = Array.isArray(value)
                ? new Array(value.length)
                : Object.create(Object.getPrototypeOf(value));
            copies.set(value, copy);
            pending.push(value);
        }
        return copies.get(value);
    };
    const result = copyOf(root);
    while (pending.length > 0) {
        const value = pending.pop();
        const copy = copies.get(value);
        for (const key of keysOf(value)) {
            const property = Object.getOwnPropertyDescriptor(value, key);
            if ('value' in property) {
                property.value = copyOf(property.value);
                property.writable = true; // the copy of something frozen is not
            }
            property.configurable = true;
            // Not by assignment, which would take a key "__proto__" for something else.
            Object.defineProperty(copy, key, property);
        }
    }
    return result;
}

/** Every string in @p root once, in no particular order. */
function stringsOf(root) {
    const strings = new Set();
    const seen = new Set();
    const pending = [root];
    while (pending.length > 0) {
        const value = pending.pop();
        if (typeof value === 'string') strings.add(value);
        if (!isWalked(value) || seen.has(value)) continue;
        seen.add(value);
        for (const key of keysOf(value)) {
            const property = Object.getOwnPropertyDescriptor(value, key);
            if ('value' in property) pending.push(property.value);
        }
    }
    return strings;
}

module.exports = { stringsOf, withStringsReplaced };
