// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

const fs = require('node:fs');
const { R2CacheError } = require('./error.js');

const maxBytes = 65536;

/**
 * The text of a file that must be this user's own and closed to others, as r2cache's own clients
 * want it: in a directory that everybody writes to, anybody could leave one.
 * @return undefined if there is none.
 */
function readPrivateFile(path) {
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
    let file;
    try {
        file = fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    } catch (error) {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
        throw new R2CacheError('io', `${path} could not be read (${error.code}).`);
    }
    try {
        const status = fs.fstatSync(file);
        const isOwn = !process.geteuid || status.uid === process.geteuid();
        if (!status.isFile() || !isOwn || (process.geteuid && (status.mode & 0o077) !== 0)) {
            throw new R2CacheError(
                'io',
                `${path} must be a file of your own that nobody else can read (chmod 600).`
            );
        }
        if (status.size > maxBytes) {
            throw new R2CacheError('io', `${path} is too large to be a file of r2cache.`);
        }
        return fs.readFileSync(file, 'utf8');
    } finally {
        fs.closeSync(file);
    }
}

module.exports = { readPrivateFile };
