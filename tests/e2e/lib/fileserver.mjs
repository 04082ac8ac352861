// SPDX-License-Identifier: GPL-3.0-or-later
// A folder over HTTP with ranges and CORS: what a render or a browser sees without any cache.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import http from 'node:http';
import { extname, join } from 'node:path';

const contentTypes = { '.mp4': 'video/mp4', '.webm': 'video/webm', '.html': 'text/html' };

async function answer(directory, request, response) {
    const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const path = join(directory, name);
    const { size } = await stat(path);
    const match = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = match ? Number(match[1]) : 0;
    const end = match?.[2] ? Math.min(Number(match[2]), size - 1) : size - 1;
    response.writeHead(match ? 206 : 200, {
        'Content-Type': contentTypes[extname(name)],
        'Content-Length': end - start + 1,
        'Accept-Ranges': 'bytes',
        'Access-Control-Allow-Origin': '*',
        ETag: `"${size}"`,
        ...(match ? { 'Content-Range': `bytes ${start}-${end}/${size}` } : {}),
    });
    createReadStream(path, { start, end })
        .on('error', () => response.destroy())
        .pipe(response);
}

/** Serves @p directory on a free loopback port. @return {url, close()} */
export async function serveFolder(directory) {
    const server = http.createServer((request, response) => {
        answer(directory, request, response).catch(() => response.writeHead(404).end());
    });
    await new Promise((resolve) => server.listen(0, 'localhost', resolve));
    return {
        url: `http://localhost:${server.address().port}`,
        close: () => {
            server.closeAllConnections();
            return new Promise((resolve) => server.close(resolve));
        },
    };
}
