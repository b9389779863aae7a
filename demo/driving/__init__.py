"""Drive a hall of real programs: the demonstration, the tests, the benchmarks and integrators use it alike.

with Site(folder, hall=hall_file) as site:
    token = site.device("kiosk")
    hub = site.start()
    hub.api(token).get("/time").ok()
"""
