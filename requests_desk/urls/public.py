"""Addresses for residents: book, manage, track."""

urlpatterns: list = []
