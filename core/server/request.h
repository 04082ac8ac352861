// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

#include <optional>
#include <vector>

namespace r2cache {

struct HeaderField
{
    QByteArray name;
    QByteArray value;
};

/// Header fields in their order. Names compare without case (RFC 9110 section 5.1).
class Headers
{
public:
    Headers() = default;
    Headers(std::initializer_list<HeaderField> fields)
        : m_fields(fields)
    { }

    void append(QByteArray name, QByteArray value);
    /// Replaces every field of this name.
    void set(QByteArray name, QByteArray value);
    [[nodiscard]] bool contains(QByteArrayView name) const;
    /// The values of all fields of this name joined by ", " (RFC 9110 section 5.3), or nothing.
    [[nodiscard]] std::optional<QByteArray> value(QByteArrayView name) const;
    [[nodiscard]] const std::vector<HeaderField> &fields() const { return m_fields; }

private:
    std::vector<HeaderField> m_fields;
};

/// What the gate read before any body byte; already validated as RFC 9112 asks.
struct RequestHead
{
    QByteArray method; ///< As sent: methods are case-sensitive.
    QByteArray path; ///< As sent, still percent-encoded; begins with '/'. "*" only in OPTIONS,
                     ///< which the server answers itself after the policy.
    QByteArray query; ///< Without '?', still percent-encoded.
    int minorVersion = 1; ///< HTTP/1.x.
    Headers headers;
    quint64 connection = 0; ///< Unique in the process: a hit is counted once per connection.
};

/// One complete request, copied: a handler may keep it as long as it likes.
struct Request : RequestHead
{
    QByteArray body;
    QStringList arguments; ///< What the route's <arg> placeholders matched, percent-decoded. From
                           ///< outside: check against a whitelist before use.
};

} // namespace r2cache
