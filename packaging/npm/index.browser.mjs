// SPDX-License-Identifier: GPL-3.0-or-later
import entry from './index.browser.js';

export const { R2CacheError, localUrl, mapUrls, withR2Cache } = entry;
