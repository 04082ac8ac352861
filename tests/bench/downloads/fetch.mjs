// SPDX-License-Identifier: GPL-3.0-or-later
// Node's fetch of a URL into a file: fetch.mjs URL FILE
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const [url, path] = process.argv.slice(2);
const response = await fetch(url);
if (!response.ok) throw new Error(`status ${response.status}`);
await pipeline(Readable.fromWeb(response.body), createWriteStream(path));
