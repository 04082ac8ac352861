// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/servicefixture.h"
#include "ui/page.h"
#include "ui/theme.h"

#include <QLabel>
#include <QPushButton>

namespace r2cache {

/// One page in a window of its own, over a service.
template<typename PageClass>
struct PageBench
{
    /// @param more  what the page wants besides the state.
    template<typename... More>
    explicit PageBench(const ServiceFixture &service, More &&...more)
        : state(
            [&service]() -> Result<ServiceAddress> {
                return ServiceAddress{
                    QUrl(QStringLiteral("http://localhost:%1").arg(service.apiPort())),
                    QUrl(QStringLiteral("http://localhost:%1").arg(service.proxyPort())),
                    service.token()};
            },
            {std::chrono::milliseconds(20),
             std::chrono::milliseconds(200),
             {std::chrono::milliseconds(20), std::chrono::milliseconds(100),
              std::chrono::seconds(10)}})
        , page(state, std::forward<More>(more)...)
    {
        page.setStyleSheet(styleSheet(Theme::current()));
        page.resize(1084, 720);
        static_cast<QWidget &>(page).show(); // pages may have a show() of their own
        page.activate();
        QObject::connect(
            &page, &Page::said, &page, [this](const QString &sentence) { said.append(sentence); });
        state.start();
    }

    /// The visible one with this text; nothing if there is none.
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (auto *button : page.template findChildren<QPushButton *>()) {
            if (button->text().remove(u'&') == text && button->isVisible())
                return button;
        }
        return nullptr;
    }
    [[nodiscard]] bool canClick(const QString &text) const
    {
        const auto *found = button(text);
        return found != nullptr && found->isEnabled();
    }
    [[nodiscard]] bool shows(const QString &text) const
    {
        return std::ranges::any_of(
            page.template findChildren<QLabel *>(), [&text](const QLabel *label) {
                return label->isVisible() && label->text().contains(text);
            });
    }

    ServiceState state;
    PageClass page;
    QStringList said;
};

} // namespace r2cache
