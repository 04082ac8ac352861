// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/histogram.h"
#include "core/base/sizehistogram.h"

#include <QByteArray>

#include <initializer_list>
#include <utility>

namespace r2cache {

/// Writes metrics in Prometheus' text format, version 0.0.4
/// (prometheus.io/docs/instrumenting/exposition_formats). Names are the caller's duty.
class PrometheusText
{
public:
    enum class Type
    {
        Counter,
        Gauge,
        Histogram,
    };
    using Labels = std::initializer_list<std::pair<const char *, QByteArray>>;

    /// Begins a metric: its samples follow. @p help is one line.
    void begin(const char *name, Type type, const char *help);
    void sample(qint64 value, const Labels &labels = {});
    void sample(double value, const Labels &labels = {});
    /// All samples of a histogram of seconds, with bounds at powers of two from 64 µs to 67 s.
    void histogram(const HistogramCounts &counts, const Labels &labels = {});
    /// The same of bytes, with SizeHistogramCounts' bounds.
    void histogram(const SizeHistogramCounts &counts, const Labels &labels = {});

    [[nodiscard]] const QByteArray &text() const { return m_text; }
    [[nodiscard]] static constexpr const char *contentType()
    {
        return "text/plain; version=0.0.4; charset=utf-8";
    }

private:
    /// @param bound  of a bucket: the label "le"; empty: none.
    void line(
        const char *suffix, const Labels &labels, const QByteArray &value,
        const QByteArray &bound = {});

    QByteArray m_name;
    QByteArray m_text;
};

} // namespace r2cache
