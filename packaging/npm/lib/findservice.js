// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

const endpoints = require('./endpoints.js');
const { R2CacheError } = require('./error.js');
const { readPrivateFile } = require('./privatefile.js');

const howToStart = 'Start it with "r2cache --no-gui" (or open its window)';

function namedByUrl(apiUrl, token) {
    let url;
    try {
        url = new URL(apiUrl);
    } catch {
        url = undefined;
    }
    if (!url || !/^https?:$/.test(url.protocol)) {
        throw new R2CacheError(
            'bad_address',
            `The address ${JSON.stringify(apiUrl)} (apiUrl, R2CACHE_API_URL) is not of the form ` +
                'http://localhost:3000.'
        );
    }
    if (!token) {
        throw new R2CacheError(
            'no_token',
            `The service at ${url.origin} is named (apiUrl, R2CACHE_API_URL), but not its token: ` +
                'set CACHE_API_TOKEN, or the option token.'
        );
    }
    return { apiUrl: url.origin, token };
}

function tokenOf(endpoint) {
    const token = (readPrivateFile(endpoint.tokenFile) ?? '').trim();
    if (!/^[!-~]+$/.test(token)) {
        throw new R2CacheError(
            'no_token',
            `${endpoint.tokenFile} holds no token: restart r2cache, which writes it anew.`
        );
    }
    return token;
}

function onlyOne(directory) {
    const { running, errors } = endpoints.allEndpoints(directory);
    if (running.length === 1) return running[0];
    if (running.length === 0) {
        if (errors.length > 0) throw errors[0];
        throw new R2CacheError(
            'no_service',
            `No r2cache runs here (no live endpoint file in ${directory}). ${howToStart}, or set ` +
                'R2CACHE_API_URL and CACHE_API_TOKEN.'
        );
    }
    const list = running.map((endpoint) => endpoint.cacheDirectory).join(', ');
    throw new R2CacheError(
        'several_services',
        `Several r2cache run here, for ${list}: say which by the option cacheDirectory or by ` +
            'CACHE_DIRECTORY.'
    );
}

function ofDirectory(directory, cacheDirectory) {
    const endpoint = endpoints.readEndpoint(endpoints.endpointPath(directory, cacheDirectory));
    if (endpoint) return endpoint;
    const { running } = endpoints.allEndpoints(directory);
    const others = running.map((other) => other.cacheDirectory);
    const hint = others.length > 0 ? ` One runs for ${others.join(', ')}.` : '';
    throw new R2CacheError(
        'no_service',
        `No r2cache runs for the cache directory ${cacheDirectory} (cacheDirectory, ` +
            `CACHE_DIRECTORY).${hint} ${howToStart} with that directory, or name another one.`
    );
}

/**
 * Where the service is, and its token. Looked up anew each time: it may have been restarted on
 * other ports or with another token.
 * @return {apiUrl, token}; throws R2CacheError with the way out.
 */
function findService({ apiUrl, token, cacheDirectory } = {}, environment = process.env) {
    const url = apiUrl ?? environment.R2CACHE_API_URL;
    if (url) return namedByUrl(url, token ?? environment.CACHE_API_TOKEN);
    const directory = endpoints.endpointDirectory(environment);
    const named = cacheDirectory ?? environment.CACHE_DIRECTORY;
    const endpoint = named ? ofDirectory(directory, named) : onlyOne(directory);
    return { apiUrl: new URL(endpoint.apiUrl).origin, token: token ?? tokenOf(endpoint) };
}

module.exports = { findService };
