// SPDX-License-Identifier: GPL-3.0-or-later
// JSON Web Tokens, also such as nobody should accept.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token whose head says @p alg and whose signature is HS256 under @p secret. */
export function hs256(secret, claims, alg = 'HS256') {
    const signed = `${part({ alg, typ: 'JWT' })}.${part(claims)}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** A token without a signature. */
export const unsigned = (claims, alg = 'none') => `${part({ alg, typ: 'JWT' })}.${part(claims)}.`;

/** A token rightly signed by an RSA key that nobody knows. */
export function rs256(claims) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}
