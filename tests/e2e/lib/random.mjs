// SPDX-License-Identifier: GPL-3.0-or-later

/** The run's seed: from SEED or new; always printed, so that a failure can be repeated. */
export function announcedSeed() {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32)) >>> 0;
    console.log(`SEED=${seed}`);
    return seed;
}

/** mulberry32: numbers in [0, 1) that are the same for the same seed. */
export class Random {
    constructor(seed) {
        this.state = seed >>> 0;
    }

    next() {
        this.state = (this.state + 0x6d2b79f5) >>> 0;
        let t = this.state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    }

    /** A whole number in [low, high]. */
    integer(low, high) {
        return low + Math.floor(this.next() * (high - low + 1));
    }

    bytes(length) {
        const buffer = Buffer.alloc(length);
        for (let i = 0; i + 4 <= length; i += 4)
            buffer.writeUInt32LE((this.next() * 2 ** 32) >>> 0, i);
        return buffer;
    }
}
