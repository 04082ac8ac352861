// SPDX-License-Identifier: GPL-3.0-or-later
// The same module for import as for require: there must be one list of open leases.
import entry from './index.js';

export const { R2CacheError, localUrl, mapUrls, withR2Cache } = entry;
