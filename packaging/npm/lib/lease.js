// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

const openLeases = require('./openleases.js');

const timeoutMs = 5000;

/**
 * What keeps a render's videos where they are. Renewed four times in its length, so that it ends by
 * itself soon after this process was killed; the timer does not keep the process alive.
 */
class Lease {
    #api;
    #id;
    #find;
    #reopen;
    #timer;
    #renewing;
    #stop = new AbortController();
    #ended;

    /**
     * @param api     of the service that opened it.
     * @param find    gives the Api anew: the service may have been restarted.
     * @param reopen  opens another lease on the same videos, (api, signal) → its id or null.
     */
    constructor({ api, id, leaseMs, find, reopen }) {
        this.#api = api;
        this.#id = id;
        this.#find = find;
        this.#reopen = reopen;
        this.#timer = setInterval(() => {
            this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined));
        }, leaseMs / 4);
        this.#timer.unref();
        openLeases.add(this);
    }

    get id() {
        return this.#id;
    }

    /** The request that ends it, for a process that is about to exit. */
    endRequest() {
        return {
            url: `${this.#api.apiUrl}/api/cache/lease/${this.#id}`,
            authorization: this.#api.authorization(),
        };
    }

    /** Opens another one where it has ended: the service was restarted, or a day has passed. */
    async #renewOrReopen() {
        const path = `/api/cache/lease/${this.#id}/renew`;
        const { signal } = this.#stop;
        try {
            await this.#api.call('POST', path, { background: true, timeoutMs, signal });
        } catch (error) {
            if (error.code !== 'not_found') throw error;
            this.#id = (await this.#reopen(this.#api, signal)) ?? this.#id;
        }
    }

    async #renew() {
        try {
            await this.#renewOrReopen();
        } catch {
            try {
                this.#api = this.#find();
                await this.#renewOrReopen();
            } catch {
                // No matter: the next attempt comes well before the lease is over.
            }
        }
    }

    /** Lets go of the videos. Never fails: at the latest, the lease ends when its time is over. */
    end() {
        this.#ended ??= this.#end();
        return this.#ended;
    }

    async #end() {
        clearInterval(this.#timer);
        // Not merely awaited: what runs in the background would not keep the process alive.
        this.#stop.abort();
        await this.#renewing;
        const path = `/api/cache/lease/${this.#id}`;
        await this.#api.call('DELETE', path, { timeoutMs }).catch(() => {});
        openLeases.remove(this);
    }
}

module.exports = { Lease };
