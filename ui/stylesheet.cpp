// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

// "@name" is a colour of the theme. The frame and its own widgets first, then what pages use.
constexpr auto sheet = uR"(
QMainWindow, QDialog, QMessageBox { background: @page; }
QWidget[role="page"], QScrollArea[role="page"] { background: @page; }
QFrame[role="topbar"] { background: @panel; border: none; border-bottom: 1px solid @line; }
QFrame[role="statusline"] { background: @panel; border: none; border-top: 1px solid @line; }
QListView[role="navigation"] {
    background: @panel; border: none; border-right: 1px solid @line; outline: none; }
QFrame[role="card"] { background: @card; border: 1px solid @line; border-radius: 8px; }
QFrame[role="drop"] { background: transparent; border: 1px dashed @dim; border-radius: 8px; }
QFrame[role="drop"][active="true"] { background: @tint; border: 1px dashed @accentText; }
QFrame[role="banner"] { background: @tint; border: none; border-bottom: 1px solid @line; }
QFrame[role="line"] { background: @line; border: none; }
QLabel { background: transparent; color: @text; }
QLabel[role="caption"], QLabel[role="unit"] { color: @dim; }
QLabel[role="good"] { color: @good; }
QLabel[role="warning"] { color: @warning; }
QLabel[role="bad"] { color: @bad; }
QLabel:disabled { color: @dim; }

QPushButton {
    background: @card; color: @text; border: 1px solid @line; border-radius: 5px;
    padding: 4px 12px; min-height: 17px; }
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolButton:pressed { background: @tint; }
QPushButton:disabled { color: @dim; background: @page; }
QPushButton:focus, QToolButton:focus { border-color: @accent; }
QPushButton:default { border-color: @accentText; }
QPushButton[role="primary"] {
    background: @accent; color: @onAccent; border-color: @accent; }
QPushButton[role="primary"]:hover { background: @accentHover; }
QPushButton[role="primary"]:focus { border-color: @text; }
QPushButton[role="primary"]:disabled { background: @track; color: @dim; border-color: @line; }
QPushButton[role="destructive"] { color: @bad; }
QPushButton[role="destructive"]:disabled { color: @dim; }
QPushButton[role="link"] {
    background: transparent; border: none; color: @accentText; padding: 0; text-align: left; }
QPushButton[role="link"]:focus { text-decoration: underline; }
QToolButton {
    background: transparent; color: @text; border: 1px solid transparent; border-radius: 5px;
    padding: 4px; }
QToolButton::menu-indicator { image: none; }
QPushButton::menu-indicator { image: none; width: 0; }
QToolButton[role="small"] { color: @dim; border: 1px solid @line; border-radius: 3px;
    padding: 0 4px; }
QToolButton[role="select"] { background: @field; border: 1px solid @line; padding: 3px 8px;
    min-height: 19px; }
QToolButton[role="select"]:hover { background: @hover; }
QToolButton[role="select"]:focus { border-color: @accent; }
QToolButton[role="select"]:disabled { color: @dim; background: @page; }
QToolButton[role="small"]:focus { border-color: @accent; }
QToolButton[role="choice"] { color: @dim; padding: 1px 7px; }
QToolButton[role="choice"]:checked { background: @tint; color: @accentText; }
QToolButton[role="choice"]:focus { border-color: @accent; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }

QLineEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {
    background: @field; color: @text; border: 1px solid @line; border-radius: 5px;
    selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit { padding: 4px 10px; min-height: 19px; }
QSpinBox, QDoubleSpinBox, QComboBox { padding: 3px 8px; min-height: 19px; }
QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {
    border-color: @accent; }
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled { color: @dim; background: @page; }

QSpinBox::up-button, QDoubleSpinBox::up-button {
    subcontrol-origin: border; subcontrol-position: top right; width: 20px; border: none; }
QSpinBox::down-button, QDoubleSpinBox::down-button {
    subcontrol-origin: border; subcontrol-position: bottom right; width: 20px; border: none; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {
    image: url(:/icons/arrow-up.svg); width: 9px; height: 9px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {
    image: url(:/icons/arrow-down.svg); width: 9px; height: 9px; }
QSpinBox, QDoubleSpinBox { padding-right: 2px; }
QDoubleSpinBox:disabled { color: @dim; background: @page; }
QComboBox { padding-right: 22px; }
QComboBox::drop-down { width: 22px; border: none; }
QComboBox::down-arrow { image: url(:/icons/arrow-down.svg); width: 10px; height: 10px; }
QComboBox QAbstractItemView {
    background: @card; color: @text; border: 1px solid @line; outline: none;
    selection-background-color: @tint; selection-color: @text; }

QCheckBox { color: @text; spacing: 6px; }
QCheckBox:disabled { color: @dim; }
QCheckBox::indicator {
    width: 13px; height: 13px; border: 1px solid @dim; border-radius: 3px; background: @field; }
QCheckBox::indicator:focus { border-color: @accent; }
QCheckBox::indicator:checked {
    background: @accent; border-color: @accent; image: url(:/icons/check.svg); }
QCheckBox::indicator:disabled { border-color: @line; background: @page; }
QCheckBox::indicator:checked:disabled { background: @reserved; image: url(:/icons/check.svg); }

QTableView, QTreeView {
    background: @card; color: @text; border: none; outline: none; gridline-color: @line;
    selection-background-color: @tint; selection-color: @text; }
QTableView::item, QTreeView::item { border-bottom: 1px solid @line; padding: 0 6px; }
QTableView::item:selected, QTreeView::item:selected { background: @tint; color: @text; }
QHeaderView { background: @card; border: none; }
QHeaderView::section {
    background: @card; color: @dim; border: none; border-bottom: 1px solid @line;
    padding: 4px 6px; }
QTableView[role="data"] QHeaderView::section { padding: 4px 9px; }
QHeaderView::section:hover { color: @text; }
QTableCornerButton::section { background: @card; border: none; }
QProgressBar {
    background: @track; border: 1px solid @line; border-radius: 4px; max-height: 6px;
    min-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QScrollArea { border: none; background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: @scroll; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: @dim; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
QToolTip { background: @card; color: @text; border: 1px solid @line; padding: 3px; }
QMenu { background: @card; color: @text; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 24px; border-radius: 4px; }
QMenu::item:selected { background: @tint; color: @text; }
QMenu::item:disabled { color: @dim; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
)";

} // namespace

QString styleSheet(const Theme &theme)
{
    // Longer names first: "@accentText" begins with "@accent".
    const std::pair<const char16_t *, QColor> colours[]{
        {u"@accentHover", mixed(theme.accent, theme.text, 0.10)},
        {u"@accentText", theme.accentText},
        {u"@onAccent", theme.onAccent},
        {u"@accent", theme.accent},
        {u"@page", theme.page},
        {u"@panel", theme.panel},
        {u"@card", theme.card},
        {u"@field", theme.field},
        {u"@line", theme.line},
        {u"@text", theme.text},
        {u"@dim", theme.dim},
        {u"@tint", theme.tint},
        {u"@hover", theme.hover},
        {u"@track", theme.track},
        {u"@reserved", theme.reserved},
        {u"@scroll", mixed(theme.card, theme.text, 0.35)},
        {u"@good", theme.good},
        {u"@warning", theme.warning},
        {u"@bad", theme.bad}};
    QString text = QString::fromUtf16(sheet);
    for (const auto &[name, colour] : colours)
        text.replace(QString::fromUtf16(name), colour.name());
    return text;
}

} // namespace r2cache
