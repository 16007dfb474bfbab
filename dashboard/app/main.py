"""The script that Streamlit runs for every view."""

from dashboard.app.page import render

render()
