// SPDX-License-Identifier: GPL-3.0-or-later
// What GET /api/openapi.json says, and whether an answer is as it says.
import assert from 'node:assert/strict';
import addFormats from 'ajv-formats';
import Ajv from 'ajv/dist/2020.js';

const methods = ['get', 'post', 'put', 'patch', 'delete'];
/** What Refused stands for in the description. */
const refusedStatuses = [405, 408, 417, 431, 501, 505];
const escaped = (token) => token.replaceAll('~', '~0').replaceAll('/', '~1');

export class ApiDescription {
    /** Statuses that were seen and found right: "GET /api/cache/status 200". */
    seen = new Set();
    #validators = new Map(); // JSON pointer → function

    constructor(document) {
        this.document = document;
        // Strict, so that a misspelt keyword is an error and not silence.
        this.ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false });
        addFormats(this.ajv);
        this.ajv.addVocabulary(['x-status', ...Object.keys(document)]);
        this.ajv.addSchema(document, 'api');
        this.operations = Object.entries(document.paths).flatMap(([path, item]) =>
            methods
                .filter((method) => item[method])
                .map((method) => ({
                    method: method.toUpperCase(),
                    path,
                    ...item[method],
                    pointer: `/paths/${escaped(path)}/${method}`,
                }))
        );
    }

    static async of(service) {
        return new ApiDescription((await service.api('GET', '/api/openapi.json')).json());
    }

    operation(method, path) {
        const found = this.operations.find((each) => each.method === method && each.path === path);
        assert.ok(found, `${method} ${path} is not described`);
        return found;
    }

    /** What a `$ref` of the document means; @p value if it is none. */
    resolved(value) {
        if (!value?.$ref) return value;
        const names = value.$ref.slice(2).split('/');
        return names.reduce((at, name) => at[name], this.document);
    }

    /** @return the reasons why @p value is not what the schema at @p pointer says; null: it is. */
    faults(pointer, value) {
        if (!this.#validators.has(pointer)) {
            const schema = { $ref: `api#${encodeURI(pointer)}` };
            this.#validators.set(pointer, this.ajv.compile(schema));
        }
        const validate = this.#validators.get(pointer);
        return validate(value) ? null : this.ajv.errorsText(validate.errors);
    }

    /** Reasons why @p body is none that the operation takes; null: it is one. */
    bodyFaults(operation, body) {
        return this.faults(
            `${operation.pointer}/requestBody/content/application~1json/schema`,
            body
        );
    }

    /**
     * Throws unless the operation's answer is one that is described for its very status, body and
     * header fields included.
     * @param refused  whether the server may have refused before it looked at the route.
     */
    check(operation, answer, { refused = false } = {}) {
        const what = `${operation.method} ${operation.path} ${answer.status}`;
        const { responses } = operation;
        const isRefusal = refused && refusedStatuses.includes(answer.status);
        const key = isRefusal ? 'default' : String(answer.status);
        assert.ok(responses[key], `${what} is not described: ${answer.text.slice(0, 500)}`);
        const type = answer.headers['content-type'];
        const { content } = this.resolved(responses[key]);
        if (content) assert.ok(content[type], `${what}: ${type}`);
        else assert.equal(answer.text, '', what);
        if (type === 'application/json') {
            assert.equal(answer.headers['cache-control'], 'no-store', what);
            const base = responses[key].$ref?.slice(1) ?? `${operation.pointer}/responses/${key}`;
            const faults = this.faults(`${base}/content/application~1json/schema`, answer.json());
            assert.equal(faults, null, `${what}: ${faults}\n${answer.text.slice(0, 2000)}`);
        }
        this.seen.add(what);
    }
}
