// SPDX-License-Identifier: GPL-3.0-or-later
import mapping from './lib/mapping.js';

export const { localUrl, mapUrls } = mapping;
