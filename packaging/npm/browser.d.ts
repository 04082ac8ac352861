// SPDX-License-Identifier: GPL-3.0-or-later

/** URL as it stands in the props → its URL at the local proxy. */
export type UrlMappings = Record<string, string>;

/**
 * Where `url` is to be read from: its local URL if `urlMappings` has one, otherwise `url` itself.
 * A media fragment (`#t=3,8`) is kept.
 */
export function localUrl<T>(url: T, urlMappings: UrlMappings | null | undefined): T;

/**
 * A copy of `props` in which every string that is a URL of `urlMappings` (by default the member
 * of that name of `props`) is its local one; `props` itself where there is nothing to replace. Only
 * plain objects and arrays are entered.
 */
export function mapUrls<T>(props: T, urlMappings?: UrlMappings | null): T;
