// SPDX-License-Identifier: GPL-3.0-or-later
import type { UrlMappings } from './browser.js';

export { localUrl, mapUrls } from './browser.js';
export type { UrlMappings } from './browser.js';

declare global {
    // As newer libraries of TypeScript and @types/node have it.
    interface SymbolConstructor {
        readonly asyncDispose: unique symbol;
    }
}

/** Which videos are cached, and in which order. */
export interface ProcessingOptions {
    /** Leaves out what is large or has failed before. */
    skipProblematicUrls?: boolean;
    /** From here on a video is large; 500 MB unless given. */
    maxFileSizeBytes?: number;
    qualityFilter?: Array<'low' | 'medium' | 'high' | 'uhd' | 'unknown'>;
    /** With `*` and `?`; one of them has to fit. */
    includePatterns?: string[];
    /** With `*` and `?`; none of them may fit. */
    excludePatterns?: string[];
    priorityStrategy?: 'size' | 'quality' | 'frequency' | 'custom';
    /** Pattern → priority, for the strategy `custom`. */
    priorities?: Record<string, 'high' | 'medium' | 'low'>;
}

export interface R2CacheProgress {
    /** Videos in all, here, and given up. */
    total: number;
    done: number;
    failed: number;
    receivedBytes: number;
    /** `null` while a size is not known yet. */
    totalBytes: number | null;
    bytesPerSecond: number;
}

export interface R2CacheOptions {
    /** Of the service, `http://localhost:3000`; otherwise R2CACHE_API_URL, otherwise the service that runs here. */
    apiUrl?: string;
    /** Otherwise CACHE_API_TOKEN (with an address), otherwise the service's own file. */
    token?: string;
    /** Which service, where several run; otherwise CACHE_DIRECTORY, otherwise the only one. */
    cacheDirectory?: string;
    /** Ends the preparation: the promise is rejected with its reason, the downloads are cancelled. */
    signal?: AbortSignal;
    /**
     * How long to wait for the videos; without it until each is here or has failed. After that all
     * URLs are local and what is missing is streamed while it is downloaded (`status: 'streaming'`).
     */
    timeoutMs?: number;
    /** How long the videos stay held after this process was killed; 115,000 unless given, renewed four times in that time. */
    leaseMs?: number;
    /** For the new entries. */
    tags?: string[];
    /** Further URLs to cache, which are not in the props: for `urlMappings`. */
    urls?: string[];
    processing?: ProcessingOptions;
    /** Throws where there is no service, and where a video could not be cached. */
    strict?: boolean;
    onProgress?: (progress: R2CacheProgress) => void;
    /** Gets the sentences that otherwise go to `console.warn`, each once. */
    log?: (message: string) => void;
}

export interface R2CacheFailure {
    url: string;
    error: string;
    code: string;
}

export interface R2CacheSkipped {
    url: string;
    reason: string;
}

export interface R2CacheResult<Props> {
    /** A copy with local URLs; the very object that was given where none was replaced. */
    props: Props;
    /**
     * `ready`: every video is here, or in `failed` or `skipped`. `streaming`: `timeoutMs` was over.
     * `unchanged`: the props are as they were, `reason` says why.
     */
    status: 'ready' | 'streaming' | 'unchanged';
    reason: string | null;
    urlMappings: UrlMappings;
    /** They keep their URL. */
    failed: R2CacheFailure[];
    /** Left out by `processing`. */
    skipped: R2CacheSkipped[];
    /** To be called when the render is over: lets go of the videos. Never fails; may be called again. */
    release(): Promise<void>;
    /** The same, for `await using` (where the Node at hand has the symbol: 18.18, 20 and later). */
    [Symbol.asyncDispose](): Promise<void>;
}

/** `code` is a word: no_service, several_services, no_token, unauthorized, unreachable, timed_out, failed_urls … */
export class R2CacheError extends Error {
    constructor(code: string, message: string, details?: object);
    readonly code: string;
    /** With `failed_urls`. */
    readonly failed?: R2CacheFailure[];
}

/**
 * Has the R2 videos in `inputProps` cached by the r2cache that runs here, and gives a copy of the
 * props with local URLs. Where no service runs, the props come back as they are.
 */
export function withR2Cache<Props>(
    inputProps: Props,
    options?: R2CacheOptions
): Promise<R2CacheResult<Props>>;
