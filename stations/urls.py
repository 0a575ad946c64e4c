"""Addresses of what stands: stations, services, estates, committees."""

urlpatterns: list = []
