// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace r2cache {

/// The value of the member @p name of the JSON object @p json as it is written there: what
/// JsonObjectText::addRaw() put in. Empty if there is none. For answers of our own service, which
/// are valid JSON and write names without escapes; of other text it finds something or nothing, but
/// never reads beyond it. Pure; refers to @p json.
[[nodiscard]] QByteArrayView rawMember(QByteArrayView json, QByteArrayView name);

} // namespace r2cache
