// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <functional>

class QWidget;

namespace r2cache {

/// Calls @p cancel, after asking if bytes would be lost by it: @p lost of @p count downloads.
void askBeforeCancelling(
    QWidget *parent, int count, qint64 lost, const std::function<void()> &cancel);

} // namespace r2cache
