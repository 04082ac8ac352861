// SPDX-License-Identifier: GPL-3.0-or-later
// Prints REFERENCE.md from openapi.json, both in this folder. No packages.
//
//   node resources/api/reference.mjs > resources/api/REFERENCE.md
import { readFileSync } from 'node:fs';
import { examples } from './examples.mjs';

const api = JSON.parse(readFileSync(new URL('openapi.json', import.meta.url), 'utf8'));
const { schemas, responses } = api.components;

// Every operation has these; they are told once.
const commonStatuses = ['400', '401', '403', '413', '500', '503', 'default'];
const isErrorSchema = (name) => name in responses || name === 'Error' || name === 'ErrorCode';

const nameOf = (reference) => reference.split('/').pop();
/** Where GitHub lets a heading's link point. */
const anchorOf = (heading) =>
    heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-');
const escaped = (text) => text.replace(/[<*|]/g, '\\$&').replaceAll('\n', ' ');
const startingSmall = (text) => text[0].toLowerCase() + text.slice(1);
const code = (text) => `\`${text}\``;

function limits(schema) {
    const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
    const words = [];
    // The largest numbers that fit a type say nothing to a reader.
    const most = maximum >= 2 ** 53 - 1 ? undefined : maximum;
    if (minimum !== undefined && most !== undefined) words.push(`${minimum} to ${most}`);
    else if (minimum) words.push(`at least ${minimum}`);
    else if (most !== undefined) words.push(`at most ${most}`);
    if (maxLength !== undefined) words.push(`${minLength ?? 0} to ${maxLength} characters`);
    if (minItems) words.push(`at least ${minItems}`);
    if (maxItems) words.push(`at most ${maxItems}`);
    if (schema.format === 'date-time') words.push('ISO 8601');
    return words.length > 0 ? `, ${words.join(', ')}` : '';
}

/** A type in words; @p isAsked: of a request, where null is as good as nothing and not worth a word. */
function typeOf(schema, isAsked) {
    if (schema.$ref) {
        const name = nameOf(schema.$ref);
        // A second heading of one name gets a number.
        const isTaken = api.tags.some((tag) => tag.name === name.toLowerCase());
        return `[${name}](#${name.toLowerCase()}${isTaken ? '-1' : ''})`;
    }
    if (schema.oneOf && !schema.type) {
        const choices = schema.oneOf.filter((each) => !(isAsked && each.type === 'null'));
        return choices.map((each) => typeOf(each, isAsked)).join(' or ');
    }
    if ('const' in schema) return code(JSON.stringify(schema.const));
    if (schema.enum) {
        const words = schema.enum.filter((each) => each !== null && each !== '');
        return words.map(code).join(', ');
    }
    const types = [schema.type ?? 'any JSON'].flat().filter((each) => !(isAsked && each === 'null'));
    const words = types.map((type) => {
        if (type === 'array') return `list of ${typeOf(schema.items ?? {}, isAsked)}`;
        if (type === 'object' && schema.additionalProperties?.type) {
            return `object of ${typeOf(schema.additionalProperties, isAsked)}`;
        }
        return type;
    });
    return words.join(' or ') + limits(schema);
}

/** Rows of a table of members, those of objects inside by their path: `filter.tags`, `failed[].url`. */
function memberRows(schema, isAsked, path = '') {
    const rows = [];
    for (const [name, member] of Object.entries(schema.properties ?? {})) {
        const where = path + name;
        const isRequired = schema.required?.includes(name) ?? false;
        const meaning = [escaped(member.description ?? '')];
        if (member.default !== undefined && member.default !== '') {
            meaning.push(`Default: ${code(member.default)}.`);
        }
        rows.push([code(where), typeOf(member, isAsked), isRequired, meaning.join(' ').trim()]);
        if (member.properties) rows.push(...memberRows(member, isAsked, `${where}.`));
        if (member.items?.properties) rows.push(...memberRows(member.items, isAsked, `${where}[].`));
    }
    return rows;
}

function memberTable(schema, isAsked) {
    const rows = memberRows(schema, isAsked);
    if (rows.length === 0) return '';
    // What is asked may be left out unless it says "required"; what is answered is there unless not.
    const need = (isRequired) => {
        if (isAsked) return isRequired ? 'required' : '';
        return isRequired ? '' : 'not always';
    };
    const lines = rows.map(
        ([name, type, isRequired, meaning]) => `| ${name} | ${type} | ${need(isRequired)} | ${meaning} |`
    );
    return `| member | type | | |\n|---|---|---|---|\n${lines.join('\n')}\n`;
}

function parameterTable(parameters) {
    const lines = parameters.map(({ name, in: place, required, description, schema }) => {
        const meaning = [escaped(description ?? '')];
        if (schema.default !== undefined && schema.default !== '') {
            meaning.push(`Default: ${code(schema.default)}.`);
        }
        const need = required && place !== 'path' ? ', required' : '';
        return `| ${code(name)} | ${place}${need} | ${typeOf(schema, true)} | ${meaning.join(' ').trim()} |`;
    });
    return `| parameter | in | type | |\n|---|---|---|---|\n${lines.join('\n')}\n\n`;
}

function body({ description, content }) {
    const { schema } = Object.values(content)[0];
    const note = description ? ` ${escaped(description)}` : '';
    if (schema.$ref) return `Body: ${typeOf(schema, true)}.${note}\n\n`;
    return `Body:${note}\n\n${memberTable(schema, true)}\n`;
}

/** One answer that is no error. */
function answer(status, { description, content }) {
    const [type, { schema } = {}] = Object.entries(content ?? {})[0] ?? [];
    let text = `**${status}** ${escaped(description)}`;
    if (!type) return `${text}\n\n`;
    if (type !== 'application/json') return `${text} (${code(type)})\n\n`;
    const data = schema.properties?.data;
    if (!data) return `${text}\n\n`;
    if (data.$ref) return `${text} \`data\`: ${typeOf(data, false)}\n\n`;
    return `${text} \`data\`:\n\n${memberTable(data, false)}\n`;
}

function codesOf(name) {
    const { schema } = responses[name].content['application/json'];
    return schemas[nameOf(schema.$ref)].properties.code.enum ?? [];
}

function operationSection(method, path, operation) {
    let text = `### ${method.toUpperCase()} ${path}\n\n${escaped(operation.summary)}.`;
    if (operation.description) text += ` ${escaped(operation.description)}`;
    text += '\n\n';
    if (operation.parameters) text += parameterTable(operation.parameters);
    if (operation.requestBody) text += body(operation.requestBody);
    const errors = [];
    for (const [status, response] of Object.entries(operation.responses)) {
        if (response.$ref) {
            if (commonStatuses.includes(status)) continue;
            const words = codesOf(nameOf(response.$ref)).map(code).join(', ');
            errors.push(`${status} (${words})`);
        } else {
            text += answer(status, response);
        }
    }
    if (errors.length > 0) text += `Errors besides [those of all](#errors): ${errors.join('; ')}.\n\n`;
    const example = examples[operation.operationId];
    if (example) text += `\`\`\`sh\n${example}\n\`\`\`\n\n`;
    return text;
}

function operationsOf(tag) {
    const found = [];
    for (const [path, item] of Object.entries(api.paths)) {
        for (const [method, operation] of Object.entries(item)) {
            if (operation.tags?.[0] === tag) found.push([method, path, operation]);
        }
    }
    return found;
}

function overview() {
    let text = '';
    for (const { name } of api.tags) {
        text += `| **[${name}](#${name})** | |\n`;
        for (const [method, path, operation] of operationsOf(name)) {
            const heading = `${method.toUpperCase()} ${path}`;
            text += `| [${heading}](#${anchorOf(heading)}) | ${escaped(operation.summary)} |\n`;
        }
    }
    return `| call | |\n|---|---|\n${text}\n`;
}

function errorSection() {
    const common = commonStatuses.map((status) => {
        const { $ref } = api.paths['/api/cache/status'].get.responses[status];
        const name = nameOf($ref);
        const words = codesOf(name).map(code).join(', ');
        const status_ = status === 'default' ? 'others' : status;
        return `| ${status_} | ${words} | ${escaped(responses[name].description)} |`;
    });
    const words = schemas.ErrorCode.enum.map(
        (word) => `| ${code(word)} | ${schemas.ErrorCode['x-status'][word]} |`
    );
    return `## Errors

${escaped(schemas.Error.description)}

${memberTable(schemas.Error, false)}
Every call may get

| status | code | |
|---|---|---|
${common.join('\n')}

### ErrorCode

${escaped(schemas.ErrorCode.description.replace('x-status', 'the status'))}

| code | status |
|---|---|
${words.join('\n')}

`;
}

function typeSection(name, schema) {
    const isAsked = /Request$|Changes$|Options$|^Batch$|^RenderReport$/.test(name);
    let text = `### ${name}\n\n`;
    if (schema.description) text += `${escaped(schema.description)}\n\n`;
    const table = memberTable(schema, isAsked);
    if (table) return `${text}${table}\n`;
    const values = schema.additionalProperties;
    if (values && typeof values === 'object') {
        return `${text}An object: name to ${typeOf(values, isAsked)}.\n\n`;
    }
    const pattern = schema.pattern ? `, \`${schema.pattern}\`` : '';
    return `${text}${typeOf({ ...schema, description: undefined }, isAsked)}${pattern}\n\n`;
}

const unknown = Object.keys(examples).filter(
    (id) => !Object.values(api.paths).some((item) => Object.values(item).some((o) => o.operationId === id))
);
if (unknown.length > 0) throw new Error(`examples of no operation: ${unknown.join(', ')}`);

let page = `<!-- Made from openapi.json and examples.mjs by reference.mjs; the test api_reference says how. -->
# The REST API

At \`http://localhost:3000\` (CACHE_API_PORT), on 127.0.0.1 and ::1 alone. The service gives its own
description as OpenAPI 3.1 at \`/api/openapi.json\`; this page is made from the same file.

${escaped(api.info.description.replace(' or the schema Error', ' or an [error](#errors)'))}

**Who may call.** Every call has \`Authorization: Bearer TOKEN\` or \`X-API-Key: TOKEN\`. TOKEN is ${
    startingSmall(api.components.securitySchemes.bearer.description)
} The Host has to be a loopback name or in
CACHE_ALLOWED_HOSTS, the Origin, where there is one, a loopback one or in CACHE_ALLOWED_ORIGINS.

The examples take

\`\`\`sh
token=$(r2cache token)
api=http://localhost:3000/api/cache
call() { curl -sS -H "Authorization: Bearer $token" "$@"; }
id=$(call "$api/entries?limit=1" | jq -r '.data.entries[0].id')
\`\`\`

**Calls that wait** (\`process-config\`, \`pre-cache\`, \`entries/batch\`) answer within \`waitMs\`; what takes
longer is answered with 202 and the \`jobId\` of a [job](#get-apicachejobsid), which goes on and holds the
answer as \`result\` in the end. The closing of a connection that waits for \`process-config\` ends its lease.

**The proxy** (port 3001) has no part in this: it serves \`/video/<id>.<ext>\` and \`/cache/<id>\` and tells
about itself at \`/health\`, \`/cache/stats\`, \`/cache/list\` and \`/metrics\` (Prometheus), without a token.

${overview()}`;
for (const { name } of api.tags) {
    page += `## ${name[0].toUpperCase()}${name.slice(1)}\n\n`;
    for (const operation of operationsOf(name)) page += operationSection(...operation);
}
page += errorSection();
page += '## Types\n\nMembers that are not marked are always there; in requests all may be left out but those '
    + 'that are required.\n\n';
for (const [name, schema] of Object.entries(schemas)) {
    if (!isErrorSchema(name)) page += typeSection(name, schema);
}
process.stdout.write(`${page.trimEnd()}\n`);
