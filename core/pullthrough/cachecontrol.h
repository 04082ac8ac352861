// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <chrono>
#include <optional>
#include <vector>

namespace r2cache {

/// The directives of a Cache-Control field (RFC 9111 section 5.2), of a request or a response.
/// A value; any thread.
class CacheControl
{
public:
    CacheControl() = default;
    /// @param field  all lines joined by ", ". What is malformed is no directive.
    explicit CacheControl(QByteArrayView field);

    [[nodiscard]] bool has(QByteArrayView name) const { return find(name) != nullptr; }

    /// The argument of the first directive of this name as seconds. Nothing if there is none; zero
    /// if its argument is missing or no number, as section 4.2.1 encourages: such a response is
    /// stale. Numbers too large are the largest that section 1.2.2 asks for.
    [[nodiscard]] std::optional<std::chrono::seconds> seconds(QByteArrayView name) const;

    /// The argument without its quotes; empty if there is none.
    [[nodiscard]] QByteArray argument(QByteArrayView name) const;

private:
    struct Directive
    {
        QByteArray name; ///< Lower case.
        QByteArray argument;
        bool hasArgument = false;
    };

    [[nodiscard]] const Directive *find(QByteArrayView name) const;

    std::vector<Directive> m_directives;
};

} // namespace r2cache
