// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cancelquestion.h"

#include "ui/format.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

namespace r2cache {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(r2cache::CancelQuestion)
};

} // namespace

void askBeforeCancelling(
    QWidget *parent, int count, qint64 lost, const std::function<void()> &cancel)
{
    if (lost <= 0) {
        cancel();
        return;
    }
    auto *question = new QMessageBox(
        QMessageBox::Warning, Words::tr("Cancel downloads"),
        Words::tr("Cancel %Ln downloads? %1 that are here already are thrown away.", nullptr, count)
            .arg(bytesText(lost)),
        QMessageBox::NoButton, parent);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(
        Words::tr("Configs that are being prepared keep the original URLs of these videos."));
    const auto *yes
        = question->addButton(Words::tr("Cancel downloads"), QMessageBox::DestructiveRole);
    auto *keep = question->addButton(Words::tr("Go on downloading"), QMessageBox::RejectRole);
    question->setDefaultButton(keep);
    question->setEscapeButton(keep);
    QObject::connect(
        question, &QMessageBox::buttonClicked, parent, [yes, cancel](QAbstractButton *button) {
            if (button == yes)
                cancel();
        });
    question->open();
}

} // namespace r2cache
