// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/request.h"

#include <algorithm>

namespace r2cache {

namespace {

bool sameName(QByteArrayView a, QByteArrayView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

} // namespace

void Headers::append(QByteArray name, QByteArray value)
{
    m_fields.push_back({std::move(name), std::move(value)});
}

void Headers::set(QByteArray name, QByteArray value)
{
    std::erase_if(m_fields, [&](const HeaderField &field) { return sameName(field.name, name); });
    append(std::move(name), std::move(value));
}

bool Headers::contains(QByteArrayView name) const
{
    return std::ranges::any_of(
        m_fields, [&](const HeaderField &field) { return sameName(field.name, name); });
}

std::optional<QByteArray> Headers::value(QByteArrayView name) const
{
    std::optional<QByteArray> joined;
    for (const auto &field : m_fields) {
        if (!sameName(field.name, name))
            continue;
        if (joined)
            *joined += ", " + field.value;
        else
            joined = field.value;
    }
    return joined;
}

} // namespace r2cache
