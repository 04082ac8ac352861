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

void PrometheusText::histogram(const HistogramCounts &counts)
{
    for (int exponent = smallestExponent; exponent <= largestExponent; ++exponent) {
        const auto bound = static_cast<double>(qint64{1} << exponent) / 1e6;
        line("_bucket", {{"le", numberText(bound)}}, QByteArray::number(counts.below(exponent)));
    }
    const auto total = QByteArray::number(counts.total());
    line("_bucket", {{"le", "+Inf"}}, total);
    line("_sum", {}, numberText(static_cast<double>(counts.sum.count()) / 1e9));
    line("_count", {}, total);
}

void PrometheusText::line(const char *suffix, const Labels &labels, const QByteArray &value)
{
    m_text.append(m_name).append(suffix);
    char separator = '{';
    for (const auto &[name, label] : labels) {
        m_text.append(separator).append(name).append("=\"").append(escaped(label)).append('"');
        separator = ',';
    }
    if (separator == ',')
        m_text.append('}');
    m_text.append(' ').append(value).append('\n');
}

} // namespace r2cache
