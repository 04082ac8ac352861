// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

/** What withR2Cache() throws with `strict`; `code` is a word, `message` a sentence with a way out. */
class R2CacheError extends Error {
    constructor(code, message, details = {}) {
        super(message);
        this.name = 'R2CacheError';
        this.code = code;
        Object.assign(this, details);
    }
}

module.exports = { R2CacheError };
