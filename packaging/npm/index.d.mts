// SPDX-License-Identifier: GPL-3.0-or-later
export { R2CacheError, localUrl, mapUrls, withR2Cache } from './index.js';
export type {
    ProcessingOptions,
    R2CacheFailure,
    R2CacheOptions,
    R2CacheProgress,
    R2CacheResult,
    R2CacheSkipped,
    UrlMappings,
} from './index.js';
