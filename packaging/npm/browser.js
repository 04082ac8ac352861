// SPDX-License-Identifier: GPL-3.0-or-later
// For components and calculateMetadata, which run in a browser tab: nothing of Node, no network,
// no token.
'use strict';

const { localUrl, mapUrls } = require('./lib/mapping.js');

module.exports = { localUrl, mapUrls };
