// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/prometheustext.h"

#include <QLocale>

namespace r2cache {

namespace {

constexpr int smallestExponent = 6;
constexpr int largestExponent = 26;

const char *nameOf(PrometheusText::Type type)
{
    switch (type) {
    case PrometheusText::Type::Counter:
        return "counter";
    case PrometheusText::Type::Gauge:
        return "gauge";
    case PrometheusText::Type::Histogram:
        break;
    }
    return "histogram";
}

QByteArray numberText(double value)
{
    return QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
}

QByteArray escaped(QByteArray value)
{
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    return value;
}

} // namespace

void PrometheusText::begin(const char *name, Type type, const char *help)
{
    m_name = name;
    m_text.append("# HELP ").append(m_name).append(' ').append(help).append('\n');
    m_text.append("# TYPE ").append(m_name).append(' ').append(nameOf(type)).append('\n');
}

void PrometheusText::sample(qint64 value, const Labels &labels)
{
    line("", labels, QByteArray::number(value));
}

void PrometheusText::sample(double value, const Labels &labels)
{
    line("", labels, numberText(value));
}

void PrometheusText::histogram(const HistogramCounts &counts, const Labels &labels)
{
    for (int exponent = smallestExponent; exponent <= largestExponent; ++exponent) {
        const auto bound = static_cast<double>(qint64{1} << exponent) / 1e6;
        line("_bucket", labels, QByteArray::number(counts.below(exponent)), numberText(bound));
    }
    const auto total = QByteArray::number(counts.total());
    line("_bucket", labels, total, "+Inf");
    line("_sum", labels, numberText(static_cast<double>(counts.sum.count()) / 1e9));
    line("_count", labels, total);
}

void PrometheusText::histogram(const SizeHistogramCounts &counts, const Labels &labels)
{
    qint64 within = 0;
    for (size_t bucket = 0; bucket < SizeHistogramCounts::bounds; ++bucket) {
        within += counts.counts.at(bucket);
        const auto bound = QByteArray::number(SizeHistogramCounts::boundOf(bucket));
        line("_bucket", labels, QByteArray::number(within), bound);
    }
    const auto total = QByteArray::number(counts.total());
    line("_bucket", labels, total, "+Inf");
    line("_sum", labels, QByteArray::number(counts.sum));
    line("_count", labels, total);
}

void PrometheusText::line(
    const char *suffix, const Labels &labels, const QByteArray &value, const QByteArray &bound)
{
    m_text.append(m_name).append(suffix);
    char separator = '{';
    const auto add = [&](const char *name, const QByteArray &label) {
        m_text.append(separator).append(name).append("=\"").append(escaped(label)).append('"');
        separator = ',';
    };
    for (const auto &[name, label] : labels)
        add(name, label);
    if (!bound.isEmpty())
        add("le", bound);
    if (separator == ',')
        m_text.append('}');
    m_text.append(' ').append(value).append('\n');
}

} // namespace r2cache
