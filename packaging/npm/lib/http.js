// SPDX-License-Identifier: GPL-3.0-or-later
// Not fetch(): in Node 18 it warns that it is experimental, and its connections outlive the answer.
'use strict';

const http = require('node:http');
const https = require('node:https');

/**
 * One request on a connection of its own.
 * @param timeoutMs   without a byte.
 * @param background  does not keep the process alive.
 * @return {status, text}; rejects with the error of the connection, or of @p signal.
 */
function send(url, { method = 'GET', headers = {}, body, timeoutMs, signal, background = false }) {
    return new Promise((resolve, reject) => {
        const { request } = url.startsWith('https:') ? https : http;
        // "localhost" is ::1 first; a machine without IPv6 has the other one alone.
        const options = { method, headers, signal, agent: false, autoSelectFamily: true };
        const outgoing = request(url, options, (incoming) => {
            const chunks = [];
            incoming.on('data', (chunk) => chunks.push(chunk));
            incoming.on('error', reject);
            incoming.on('end', () =>
                resolve({
                    status: incoming.statusCode,
                    text: Buffer.concat(chunks).toString('utf8'),
                })
            );
        });
        outgoing.setTimeout(timeoutMs, () =>
            outgoing.destroy(new Error(`no answer for ${timeoutMs / 1000} s`))
        );
        outgoing.on('error', reject);
        if (background) outgoing.on('socket', (socket) => socket.unref());
        outgoing.end(body);
    });
}

module.exports = { send };
