// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

const { R2CacheError } = require('./error.js');
const { send } = require('./http.js');

const defaultTimeoutMs = 30_000;

function parsed(text, apiUrl) {
    try {
        const answer = JSON.parse(text);
        if (typeof answer.success === 'boolean') return answer;
    } catch {
        // said below
    }
    throw new R2CacheError(
        'unreachable',
        `What answers at ${apiUrl} is not r2cache: check the port, or restart r2cache.`
    );
}

/** The REST API of one service. */
class Api {
    /** Not enumerable, so that no log or JSON of this object shows it. */
    #token;

    constructor({ apiUrl, token }) {
        this.apiUrl = apiUrl;
        this.#token = token;
    }

    /** For those who have to speak to the service when this process cannot any more. */
    authorization() {
        return `Bearer ${this.#token}`;
    }

    /**
     * The `data` of the answer. @p body: anything for JSON.
     * @throws R2CacheError: "unreachable", or the service's own code and sentence; an AbortError
     * when @p signal says so.
     */
    async call(method, path, { body, signal, background, timeoutMs = defaultTimeoutMs } = {}) {
        const text = body === undefined ? undefined : JSON.stringify(body);
        const headers = { Authorization: this.authorization() };
        if (text !== undefined) {
            headers['Content-Type'] = 'application/json';
            headers['Content-Length'] = Buffer.byteLength(text);
        }
        let answer;
        try {
            const options = { method, headers, body: text, timeoutMs, signal, background };
            answer = await send(this.apiUrl + path, options);
        } catch (error) {
            if (signal && signal.aborted) throw signal.reason ?? error;
            throw new R2CacheError(
                'unreachable',
                `The r2cache at ${this.apiUrl} does not answer (${error.code || error.message}): ` +
                    'see that it runs, then try again.',
                { cause: error }
            );
        }
        const { success, data, error, code } = parsed(answer.text, this.apiUrl);
        if (success) return data;
        if (answer.status === 401) {
            throw new R2CacheError(
                'unauthorized',
                `The r2cache at ${this.apiUrl} does not accept the token: ${error} Check ` +
                    'CACHE_API_TOKEN and the option token; without either it is read from the ' +
                    "service's own file."
            );
        }
        throw new R2CacheError(code, `The r2cache at ${this.apiUrl} says: ${error}`, {
            status: answer.status,
        });
    }
}

module.exports = { Api };
