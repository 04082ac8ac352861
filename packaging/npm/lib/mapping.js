// SPDX-License-Identifier: GPL-3.0-or-later
// URLs by a table of those that are cached. Runs in Node and in browsers.
'use strict';

const { withStringsReplaced } = require('./walk.js');

const has = (table, key) => Object.prototype.hasOwnProperty.call(table, key);

/**
 * Where @p url is to be read from: its local URL if @p urlMappings has one, otherwise itself. A
 * media fragment ("#t=3,8") that the table's URL does not have is kept.
 */
function localUrl(url, urlMappings) {
    if (typeof url !== 'string' || !urlMappings) return url;
    if (has(urlMappings, url)) return urlMappings[url];
    const hash = url.indexOf('#');
    if (hash < 0) return url;
    const whole = url.slice(0, hash);
    return has(urlMappings, whole) ? urlMappings[whole] + url.slice(hash) : url;
}

/**
 * A copy of @p props with local URLs, by its own member urlMappings unless another table is given;
 * @p props itself where there is none.
 */
function mapUrls(props, urlMappings = props && props.urlMappings) {
    if (!urlMappings || Object.keys(urlMappings).length === 0) return props;
    return withStringsReplaced(props, (text) => localUrl(text, urlMappings));
}

module.exports = { localUrl, mapUrls };
