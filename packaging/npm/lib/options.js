// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

const isText = (value) => typeof value === 'string' && value !== '';
const isFunction = (value) => typeof value === 'function';
const isFlag = (value) => typeof value === 'boolean';
const isTextList = (value) => Array.isArray(value) && value.every((text) => isText(text));
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const between = (least, most) => (value) =>
    Number.isInteger(value) && value >= least && value <= most;

const dayMs = 86_400_000;
/** A killed render lets go within two minutes: this much after its last sign, and until that is seen. */
const defaultLeaseMs = 115_000;

/** Name → [what it has to be, in words; whether a value is]. */
const rules = {
    apiUrl: ['a URL', isText],
    token: ['a string', isText],
    cacheDirectory: ['a path', isText],
    signal: ['an AbortSignal', (value) => isObject(value) && isFunction(value.addEventListener)],
    timeoutMs: [
        'milliseconds, 0 or more',
        (value) => typeof value === 'number' && value >= 0, // Infinity too
    ],
    leaseMs: ['milliseconds from 1000 to a day', between(1000, dayMs)],
    tags: ['an array of strings', isTextList],
    urls: ['an array of URLs', isTextList],
    processing: ['an object', isObject],
    strict: ['true or false', isFlag],
    onProgress: ['a function', isFunction],
    log: ['a function', isFunction],
};

/**
 * What the caller gave, checked, with defaults. undefined is as good as not there.
 * @throws TypeError naming the option: a mistake in the caller's code, not a cache that is missing.
 */
function checkedOptions(given = {}) {
    if (!isObject(given)) {
        throw new TypeError('withR2Cache(props, options): options must be an object.');
    }
    const options = {
        timeoutMs: Infinity,
        leaseMs: defaultLeaseMs,
        tags: [],
        urls: [],
        strict: false,
    };
    for (const [name, value] of Object.entries(given)) {
        if (value === undefined) continue;
        if (!Object.prototype.hasOwnProperty.call(rules, name)) {
            const known = Object.keys(rules).join(', ');
            throw new TypeError(`withR2Cache() has no option ${name}. There are ${known}.`);
        }
        const [wanted, fits] = rules[name];
        if (!fits(value)) {
            throw new TypeError(`The option ${name} of withR2Cache() must be ${wanted}.`);
        }
        options[name] = value;
    }
    return options;
}

module.exports = { checkedOptions };
