// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prepareprogress.h"

#include "ui/format.h"
#include "ui/preparation.h"

#include <QBoxLayout>
#include <QLabel>
#include <QProgressBar>

namespace r2cache {

using namespace Qt::StringLiterals;
using Phase = Preparation::Phase;

namespace {

constexpr int barSteps = 1000;

} // namespace

PrepareProgress::PrepareProgress(QWidget *parent)
    : QWidget(parent)
    , m_bar(new QProgressBar)
    , m_words(new QLabel)
{
    m_bar->setRange(0, barSteps);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress of all videos"));
    m_words->setProperty("role", u"unit"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_bar, 1);
    row->addWidget(m_words);
    row->addStretch();
}

void PrepareProgress::show(const Preparation &preparation)
{
    const auto phase = preparation.phase();
    const auto sums = preparation.sums();
    m_bar->setVisible(phase == Phase::Running || phase == Phase::Starting);
    const auto bytes = sums.here.bytes + sums.toFetch.bytes;
    const auto share = sums.areExact && bytes > 0
        ? static_cast<double>(sums.bytesHere) / static_cast<double>(bytes)
        : static_cast<double>(sums.here.videos + sums.kept.videos) / std::max(sums.all.videos, 1);
    m_bar->setValue(static_cast<int>(share * barSteps));
    QStringList parts;
    switch (phase) {
    case Phase::Nothing:
        break;
    case Phase::Reading:
    case Phase::Analysing:
        parts.append(tr("Looking for R2 videos…"));
        break;
    case Phase::Ready:
        if (sums.all.videos == 0)
            parts.append(tr("No R2 video is in this config: nothing has to be prepared."));
        else if (preparation.isProbing())
            parts.append(tr("Asking the origins for true sizes…"));
        break;
    case Phase::Starting:
    case Phase::Running:
        parts.append(percentText(share));
        if (sums.bytesPerSecond > 0)
            parts.append(speedText(sums.bytesPerSecond));
        if (sums.bytesPerSecond > 0 && sums.areExact && bytes > sums.bytesHere) {
            parts.append(tr("%1 left").arg(
                durationText((bytes - sums.bytesHere) * 1000 / sums.bytesPerSecond)));
        }
        break;
    case Phase::Finished:
        if (preparation.wasCancelled())
            parts.append(tr("Cancelled"));
        parts.append(
            sums.kept.videos == 0
                ? tr("All %Ln videos are local", nullptr, sums.all.videos)
                : tr("%1 of %2 videos are local")
                      .arg(countText(sums.here.videos), countText(sums.all.videos)));
        break;
    }
    m_words->setText(parts.join(u" · "_s));
}

} // namespace r2cache
