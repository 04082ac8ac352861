// SPDX-License-Identifier: GPL-3.0-or-later
import http from 'node:http';

/**
 * Reads @p url, or [begin, end) of it, and holds every piece that arrives against @p bytes.
 * @return {status, received, headers, broken}; broken: the connection ended before the answer did
 * (what had come until then was right). Throws on a wrong byte, length or range.
 */
export function readAndCompare(url, bytes, range) {
    const [begin, end] = range ?? [0, bytes.length];
    const headers = range ? { Range: `bytes=${begin}-${end - 1}` } : {};
    return new Promise((resolve, reject) => {
        let received = 0;
        const brokenOff = (status, fields) =>
            resolve({ status, received, headers: fields, broken: true });
        const outgoing = http.get(url, { headers, agent: false }, (incoming) => {
            const { statusCode: status, headers: fields } = incoming;
            const wrong = (what) => {
                reject(new Error(`${url} ${headers.Range ?? 'whole'}: ${what}`));
                outgoing.destroy();
            };
            if (status !== (range ? 206 : 200)) {
                incoming.resume();
                wrong(`status ${status}`);
                return;
            }
            const whole = `bytes ${begin}-${end - 1}/${bytes.length}`;
            if (range && fields['content-range'] !== whole)
                wrong(`Content-Range ${fields['content-range']} and not ${whole}`);
            incoming.on('data', (piece) => {
                const at = begin + received;
                if (!piece.equals(bytes.subarray(at, Math.min(at + piece.length, end))))
                    wrong(`wrong bytes in [${at}, ${at + piece.length})`);
                received += piece.length;
            });
            incoming.on('error', () => brokenOff(status, fields));
            incoming.on('end', () => {
                if (received !== end - begin) wrong(`${received} bytes and not ${end - begin}`);
                resolve({ status, received, headers: fields, broken: false });
            });
        });
        outgoing.on('error', () => brokenOff(0, {}));
    });
}
