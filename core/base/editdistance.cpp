// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/editdistance.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace r2cache {

std::size_t editDistance(QStringView a, QStringView b)
{
    std::vector<std::size_t> row(static_cast<std::size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (const QChar character : a) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const bool same = character == b.at(static_cast<qsizetype>(j) - 1);
            const std::size_t changed = diagonal + (same ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

} // namespace r2cache
