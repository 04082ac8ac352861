// SPDX-License-Identifier: GPL-3.0-or-later
// What bundlers put in the place of index.js: the token must not get into a browser tab.
'use strict';

const { R2CacheError } = require('./lib/error.js');
const { localUrl, mapUrls } = require('./lib/mapping.js');

/** A rejection, as every other failure of withR2Cache is. */
async function withR2Cache() {
    throw new R2CacheError(
        'not_in_browser',
        'withR2Cache() runs in Node: call it in the script that starts the render, and use ' +
            'localUrl() or mapUrls() of r2cache-remotion/browser in components and calculateMetadata.'
    );
}

module.exports = { R2CacheError, localUrl, mapUrls, withR2Cache };
