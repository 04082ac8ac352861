// SPDX-License-Identifier: GPL-3.0-or-later
// Precompiled for every target: toolkit and standard headers only, never our own.
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QCoroFuture>
#include <QCoroTask>
#include <QDateTime>
#include <QFuture>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QObject>
#include <QPromise>
#include <QString>
#include <QStringList>
#include <QThread>
#include <QTimer>
#include <QUrl>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <tl/expected.hpp>
