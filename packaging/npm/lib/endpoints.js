// SPDX-License-Identifier: GPL-3.0-or-later
// Running services, by the files that they leave for their clients.
'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { R2CacheError } = require('./error.js');
const { readPrivateFile } = require('./privatefile.js');

/** Where endpoint files are: XDG_RUNTIME_DIR if it is absolute, otherwise a folder in /tmp. */
function endpointDirectory(environment = process.env) {
    const { XDG_RUNTIME_DIR: runtime } = environment;
    if (runtime && path.isAbsolute(runtime)) return path.normalize(runtime);
    return `/tmp/r2cache-${process.getuid ? process.getuid() : 0}`;
}

/** Without links and dots; of what does not exist, the parent's. */
function canonicalPath(directory) {
    const absolute = path.resolve(directory);
    try {
        return fs.realpathSync(absolute);
    } catch {
        const parent = path.dirname(absolute);
        if (parent === absolute) return absolute;
        return path.join(canonicalPath(parent), path.basename(absolute));
    }
}

/** The one file of the service that runs for a cache directory. */
function endpointPath(directory, cacheDirectory) {
    const hash = createHash('sha256').update(canonicalPath(cacheDirectory)).digest('hex');
    return path.join(directory, `${hash.slice(0, 32)}.json`);
}

function isAlive(pid) {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return error.code === 'EPERM'; // it lives, but belongs to somebody else
    }
}

function parse(text, file) {
    try {
        const endpoint = JSON.parse(text);
        const isComplete =
            Number.isInteger(endpoint.pid) &&
            endpoint.pid > 0 &&
            /^https?:\/\//.test(endpoint.apiUrl) &&
            typeof endpoint.cacheDirectory === 'string' &&
            typeof endpoint.tokenFile === 'string';
        if (isComplete) return endpoint;
    } catch {
        // said below
    }
    throw new R2CacheError(
        'io',
        `${file} is damaged: delete it and restart r2cache, which writes it anew.`
    );
}

/**
 * What @p file says: {pid, apiUrl, proxyUrl, cacheDirectory, tokenFile}.
 * @return undefined if there is no such file, or its process is dead.
 */
function readEndpoint(file) {
    const text = readPrivateFile(file);
    if (text === undefined) return undefined;
    const endpoint = parse(text, file);
    return isAlive(endpoint.pid) ? endpoint : undefined;
}

/**
 * Of every service that runs.
 * @return {running, errors}: why files could not be used; whose they are is not known.
 */
function allEndpoints(directory) {
    const running = [];
    const errors = [];
    let names = [];
    try {
        names = fs.readdirSync(directory);
    } catch {
        // nobody has left a file there
    }
    for (const name of names.filter((each) => /^[0-9a-f]{32}\.json$/.test(each)).sort()) {
        try {
            const endpoint = readEndpoint(path.join(directory, name));
            if (endpoint) running.push(endpoint);
        } catch (error) {
            if (!(error instanceof R2CacheError)) throw error;
            errors.push(error);
        }
    }
    return { running, errors };
}

module.exports = { allEndpoints, endpointDirectory, endpointPath, readEndpoint };
