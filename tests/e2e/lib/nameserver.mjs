// SPDX-License-Identifier: GPL-3.0-or-later
// A name server that changes its mind (RFC 1035, UDP, A and AAAA alone; nothing may be kept: TTL 0).
import dgram from 'node:dgram';

const types = { 1: 'A', 28: 'AAAA' };

function nameAt(message, offset) {
    const labels = [];
    let at = offset;
    while (message[at] !== 0) {
        labels.push(message.toString('latin1', at + 1, at + 1 + message[at]));
        at += message[at] + 1;
    }
    return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

const ipv4 = (text) => Buffer.from(text.split('.').map(Number));
/** Full form, or "::1". */
const ipv6 = (text) =>
    text === '::1'
        ? Buffer.from([...Array(15).fill(0), 1])
        : Buffer.from(text.split(':').map((part) => part.padStart(4, '0')).join(''), 'hex');

export class NameServer {
    /** What was asked and answered, in order: {name, type, addresses}. */
    log = [];

    /**
     * @param addressesOf  (name, type, count) → addresses of that type; count: how often this name and
     *                     type was asked before.
     */
    static async start(addressesOf, address = '127.0.0.1', port = 53) {
        const server = new NameServer();
        server.socket = dgram.createSocket('udp4');
        server.socket.on('message', (message, { address: host, port: from }) => {
            const answer = server.#answer(message, addressesOf);
            server.socket.send(answer, from, host);
        });
        await new Promise((resolve, reject) => {
            server.socket.once('error', reject);
            server.socket.bind(port, address, resolve);
        });
        return server;
    }

    #answer(message, addressesOf) {
        const { name, end } = nameAt(message, 12);
        const type = types[message.readUInt16BE(end)];
        const isSame = (each) => each.name === name && each.type === type;
        const addresses = type ? addressesOf(name, type, this.log.filter(isSame).length) : [];
        this.log.push({ name, type, addresses });
        const records = addresses.map((each) => {
            const data = type === 'A' ? ipv4(each) : ipv6(each);
            const head = Buffer.alloc(12); // name, type, class, TTL 0, length
            head.writeUInt16BE(0xc00c, 0); // the question's
            message.copy(head, 2, end, end + 4);
            head.writeUInt16BE(data.length, 10);
            return Buffer.concat([head, data]);
        });
        const head = Buffer.from(message.subarray(0, 12));
        head.writeUInt16BE(0x8580, 2); // an answer, with authority
        head.writeUInt16BE(records.length, 6);
        head.writeUInt32BE(0, 8); // no further sections
        return Buffer.concat([head, message.subarray(12, end + 4), ...records]);
    }

    stop() {
        this.socket.close();
    }
}
