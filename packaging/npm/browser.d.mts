// SPDX-License-Identifier: GPL-3.0-or-later
export { localUrl, mapUrls } from './browser.js';
export type { UrlMappings } from './browser.js';
