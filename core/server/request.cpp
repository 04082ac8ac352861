// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/request.h"

#include "core/http/fieldsyntax.h"

#include <algorithm>

namespace r2cache {

namespace {

constexpr std::size_t usualFields = 16; ///< What browsers send and what we answer to them.

} // namespace

void Headers::append(QByteArray name, QByteArray value)
{
    if (m_fields.empty())
        m_fields.reserve(usualFields);
    m_fields.push_back({std::move(name), std::move(value)});
}

void Headers::set(QByteArray name, QByteArray value)
{
    std::erase_if(m_fields, [&](const HeaderField &field) { return equalsWord(field.name, name); });
    append(std::move(name), std::move(value));
}

bool Headers::contains(QByteArrayView name) const
{
    return std::ranges::any_of(
        m_fields, [&](const HeaderField &field) { return equalsWord(field.name, name); });
}

std::optional<QByteArray> Headers::value(QByteArrayView name) const
{
    std::optional<QByteArray> joined;
    for (const auto &field : m_fields) {
        if (!equalsWord(field.name, name))
            continue;
        if (joined)
            *joined += ", " + field.value;
        else
            joined = field.value;
    }
    return joined;
}

} // namespace r2cache
