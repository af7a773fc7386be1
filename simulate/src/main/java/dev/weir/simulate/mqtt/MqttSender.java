package dev.weir.simulate.mqtt;

import dev.weir.simulate.Delivery;
import dev.weir.simulate.Plant;
import dev.weir.simulate.Reading;
import dev.weir.simulate.Sender;
import dev.weir.simulate.SendingException;
import dev.weir.simulate.Sent;
import java.nio.charset.StandardCharsets;

/** Over MQTT: each gateway of the plant has a connection, and a reading is a message. */
public final class MqttSender implements Sender {

    private final Plant plant;
    private final String site;
    private final MqttFleet fleet;

    /**
     * @param site a level of the topics, {@code plants/SITE/machines/MACHINE/sensors/SENSOR}
     * @param fleet has as many connections as the plant has gateways, and is closed with this
     */
    public MqttSender(Plant plant, String site, MqttFleet fleet) {
        this.plant = plant;
        this.site = site;
        this.fleet = fleet;
    }

    @Override
    public void send(Delivery delivery) throws SendingException, InterruptedException {
        Reading reading = plant.reading(delivery.sensor(), delivery.number());
        String topic = "plants/" + site + "/machines/" + reading.machine() + "/sensors/" + reading.sensor();
        fleet.send(plant.gateway(delivery.sensor()), topic, reading.json().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void flush() {
        fleet.flush();
    }

    @Override
    public void finish() throws SendingException, InterruptedException {
        fleet.finish();
    }

    @Override
    public Sent sent() {
        return fleet.sent();
    }

    @Override
    public int connections() {
        return fleet.connected();
    }

    @Override
    public void close() {
        fleet.close();
    }
}
